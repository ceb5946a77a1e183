// Command tls is the native client of the Test Language Server: it finds or starts the daemon of the workspace, hands
// it the command line, prints what comes back and exits with its code.
//
// It parses no option and formats no result; what a command line means is the daemon's business, or that of the process
// that is about to become the daemon, which answers by itself what needs none. Four things only are
// decided here, each because a daemon cannot: which workspace is meant (-C), "version" (to be had without a daemon),
// "stop" and "status" alone (which must not start what they ask about), and "lsp" (bytes between an editor and the
// socket, of which the first message may name the workspace). The pages in protocol-spec/ say all of it in words.
package main

import (
	"bufio"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

// Version is the release; the linker sets it.
var Version = "dev"

// Exit codes of the table that all of tls shares, as far as the shim has an opinion.
const (
	exitOK          = 0
	exitInternal    = 3
	exitUsage       = 4
	exitInterrupted = 130
	exitBrokenPipe  = 141
)

func main() {
	os.Exit(run(os.Args[1:]))
}

func run(args []string) int {
	// A reader that has gone is an error of the write, not a signal that ends us in the middle of a request.
	signal.Ignore(syscall.SIGPIPE)
	words, directory, err := commandWords(args)
	if err != nil {
		return fail(exitUsage, err)
	}
	if only(words, "version") || only(words, "--version") {
		fmt.Println("tls " + Version)
		return exitOK
	}
	isLsp := len(words) > 0 && words[0] == "lsp"
	input := bufio.NewReader(os.Stdin)
	var read []byte
	namesDirectory := len(words) < len(args)
	if isLsp && !namesDirectory {
		directory, read = editorDirectory(input)
	}
	root, err := workspaceRoot(directory)
	if err != nil {
		return fail(exitUsage, err)
	}
	place, err := rendezvousOf(root, os.Getenv)
	if err != nil {
		return fail(exitInternal, err)
	}
	daemon := daemon{place: place, install: installation()}
	switch {
	case only(words, "stop") || only(words, "status"):
		if !daemon.listens() {
			fmt.Println("no daemon is running for " + root)
			return exitOK
		}
		return execute(daemon, args, only(words, "stop"))
	case isLsp:
		return bridge(daemon, read, input)
	default:
		return execute(daemon, args, false)
	}
}

func only(words []string, word string) bool {
	return len(words) == 1 && words[0] == word
}

// fail says what went wrong in one line. Several lines belong to one error where a log's tail is quoted.
func fail(code int, err error) int {
	fmt.Fprintln(os.Stderr, "tls: "+err.Error())
	return code
}
