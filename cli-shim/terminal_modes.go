//go:build linux || darwin

package main

import (
	"os"
	"syscall"
	"unsafe"
)

type terminalMode = syscall.Termios

// canReadKeys tells whether file is a terminal that belongs to us now: in the background, touching it would stop us.
func canReadKeys(file *os.File) bool {
	var mode terminalMode
	if ioctl(file, getMode, unsafe.Pointer(&mode)) != nil {
		return false
	}
	var foreground int32
	return ioctl(file, syscall.TIOCGPGRP, unsafe.Pointer(&foreground)) == nil && int(foreground) == syscall.Getpgrp()
}

// readKeysFrom has the terminal pass on each key, unseen, and tells what its mode was.
func readKeysFrom(file *os.File) (before terminalMode, err error) {
	if err := ioctl(file, getMode, unsafe.Pointer(&before)); err != nil {
		return before, err
	}
	mode := before
	mode.Lflag &^= syscall.ICANON | syscall.ECHO
	mode.Cc[syscall.VMIN] = 1
	mode.Cc[syscall.VTIME] = 0
	return before, ioctl(file, setMode, unsafe.Pointer(&mode))
}

func restore(file *os.File, mode terminalMode) {
	ioctl(file, setMode, unsafe.Pointer(&mode))
}

func ioctl(file *os.File, request uintptr, argument unsafe.Pointer) error {
	if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, file.Fd(), request, uintptr(argument)); errno != 0 {
		return errno
	}
	return nil
}
