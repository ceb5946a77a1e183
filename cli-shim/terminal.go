package main

import (
	"os"
	"syscall"
	"unsafe"
)

// terminalColumns is how wide the terminal behind file is (zero: it does not say), and whether there is one.
func terminalColumns(file *os.File) (columns int, isTerminal bool) {
	var size struct{ rows, columns, width, height uint16 }
	_, _, errno := syscall.Syscall(syscall.SYS_IOCTL, file.Fd(), syscall.TIOCGWINSZ, uintptr(unsafe.Pointer(&size)))
	return int(size.columns), errno == 0
}
