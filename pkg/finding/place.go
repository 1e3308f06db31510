package finding

import "strings"

// Downloaded tells whether a file was put where it is by terraform init: a module of others, which nobody mends where it lies.
func Downloaded(file string) bool {
	steps := strings.Split(file, "/")
	for i := range len(steps) - 1 {
		if strings.HasPrefix(steps[i], ".terraform") && steps[i+1] == "modules" { // TF_DATA_DIR may add to the name
			return true
		}
	}
	return false
}
