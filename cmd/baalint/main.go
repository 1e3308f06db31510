// Command baalint judges the backup estate that Terraform would build by the obligations of a HIPAA Business Associate
// Agreement.
package main

import (
	"context"
	"os"
	"os/signal"
)

func main() {
	spareCollections()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := newCommand(os.Stdout, os.Stderr, os.Environ()).run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}
