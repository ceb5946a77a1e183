//go:build !linux && !darwin

package main

import (
	"errors"
	"os"
)

type terminalMode struct{}

// canReadKeys: not known how, here.
func canReadKeys(*os.File) bool { return false }

func readKeysFrom(*os.File) (terminalMode, error) { return terminalMode{}, errors.ErrUnsupported }

func restore(*os.File, terminalMode) {}
