package lib

# vendor_names are what people call the vendors behind the clouds.
vendor_names := {"aws": "AWS", "azure": "Microsoft", "google": "Google"}
