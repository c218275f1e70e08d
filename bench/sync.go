package main

import (
	"errors"
	"os"
	"syscall"
)

var errNoPostgres = errors.New("PostgreSQL is not installed here")

func fdatasync(f *os.File) error { return syscall.Fdatasync(int(f.Fd())) }
