// Command baalint judges the backup estate that Terraform would build by the obligations of a HIPAA Business Associate
// Agreement.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
)

func main() {
	collectLate()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := newCommand(os.Stdout, os.Stderr, os.Environ()).run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

// collectLate puts the first garbage collection off to a heap of 64 MB: most runs end before they come to it. From then on the
// heap is collected as usual. GOGC in the environment has its way.
func collectLate() {
	const usual, minimumMB, firstMB = 100, 4, 64 // the runtime's own: at 100 per cent a heap is first collected at 4 MB
	if os.Getenv("GOGC") != "" {
		return
	}
	debug.SetGCPercent(usual * firstMB / minimumMB)
	type sentinel struct{ _ *byte }
	runtime.AddCleanup(&sentinel{}, func(percent int) { debug.SetGCPercent(percent) }, usual)
}
