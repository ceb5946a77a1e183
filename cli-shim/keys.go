package main

import (
	"os"
	"os/signal"
	"sync"
	"syscall"
	"unicode/utf8"
)

// keyboard passes on what is typed while the daemon wants it, and how wide the terminal is when that changes. While it is
// on, the terminal neither waits for whole lines nor shows what is typed; Ctrl-C and its like stay signals.
type keyboard struct {
	// changing guards all below.
	changing   sync.Mutex
	connection *connection
	before     *terminalMode // of the terminal as it was; nil while it is off
	reads      bool
	signals    chan os.Signal
}

// attach has what is typed from now on told there: reading cannot be taken back, and outlives a connection.
func (k *keyboard) attach(c *connection) {
	k.changing.Lock()
	defer k.changing.Unlock()
	k.connection = c
}

func (k *keyboard) tell(method string, params any) {
	k.changing.Lock()
	c := k.connection
	k.changing.Unlock()
	c.notify(method, params) // Where nobody hears it, whoever waits for the answer finds out.
}

func (k *keyboard) on() {
	k.changing.Lock()
	defer k.changing.Unlock()
	if k.before != nil || !canReadKeys(os.Stdin) {
		return
	}
	before, err := readKeysFrom(os.Stdin)
	if err != nil {
		return
	}
	k.before = &before
	k.signals = make(chan os.Signal, 8)
	signal.Notify(k.signals, syscall.SIGWINCH, syscall.SIGTSTP, syscall.SIGCONT, syscall.SIGHUP, syscall.SIGQUIT)
	go k.obey(k.signals)
	if !k.reads {
		k.reads = true
		go k.read()
	}
}

// off puts the terminal back as it was. A second call does nothing.
func (k *keyboard) off() {
	k.changing.Lock()
	defer k.changing.Unlock()
	if k.before == nil {
		return
	}
	signal.Stop(k.signals)
	close(k.signals)
	restore(os.Stdin, *k.before)
	k.before = nil
}

// leaveLine ends the line that the daemon would have redrawn, so that what is said next begins on its own.
func (k *keyboard) leaveLine() {
	k.changing.Lock()
	defer k.changing.Unlock()
	if k.before != nil {
		os.Stdout.WriteString("\n")
	}
}

// obey does what signals ask for that would otherwise leave the terminal as only we want it.
func (k *keyboard) obey(signals chan os.Signal) {
	for received := range signals {
		switch received {
		case syscall.SIGWINCH:
			columns, _ := terminalColumns(os.Stdout)
			k.tell("tls/execResize", execResize{Columns: columns})
		case syscall.SIGTSTP:
			k.lend()
			syscall.Kill(syscall.Getpid(), syscall.SIGSTOP)
		case syscall.SIGCONT:
			k.takeBack()
		default:
			k.off()
			os.Exit(128 + int(received.(syscall.Signal)))
		}
	}
}

// lend gives the terminal to the shell while this process is stopped.
func (k *keyboard) lend() {
	k.changing.Lock()
	defer k.changing.Unlock()
	if k.before != nil {
		restore(os.Stdin, *k.before)
	}
}

func (k *keyboard) takeBack() {
	k.changing.Lock()
	defer k.changing.Unlock()
	if k.before != nil && canReadKeys(os.Stdin) {
		readKeysFrom(os.Stdin)
	}
}

func (k *keyboard) read() {
	var typed []byte
	buffer := make([]byte, 1024)
	for {
		count, err := os.Stdin.Read(buffer)
		if err != nil || count == 0 {
			return
		}
		typed = append(typed, buffer[:count]...)
		var text string
		text, typed = wholeCharacters(typed)
		if text != "" {
			k.tell("tls/execInput", execInput{Text: text})
		}
	}
}

// wholeCharacters cuts off the beginning of a character whose rest has not come yet.
func wholeCharacters(typed []byte) (text string, rest []byte) {
	for cut := len(typed) - 1; cut >= 0 && cut >= len(typed)-utf8.UTFMax; cut-- {
		if utf8.RuneStart(typed[cut]) {
			if !utf8.FullRune(typed[cut:]) {
				return string(typed[:cut]), append([]byte(nil), typed[cut:]...)
			}
			break
		}
	}
	return string(typed), nil
}
