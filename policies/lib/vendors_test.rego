package lib_test

import data.lib

test_vendor_names if object.keys(lib.vendor_names) == {"aws", "azure", "google"}
