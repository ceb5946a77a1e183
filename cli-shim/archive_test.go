package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestADamagedArchiveOfClassesIsNotUsed(t *testing.T) {
	archive := filepath.Join(t.TempDir(), "classes-1.jsa")
	if intact(archive) {
		t.Error("one that is not there is used")
	}
	write := func(text string) {
		if err := os.WriteFile(archive, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("classes")
	if !intact(archive) || !intact(archive) {
		t.Error("an intact one is not used")
	}
	write("classex")
	if intact(archive) {
		t.Error("a damaged one is used")
	}
}
