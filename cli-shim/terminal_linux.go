package main

import "syscall"

const (
	getMode = syscall.TCGETS
	setMode = syscall.TCSETS
)
