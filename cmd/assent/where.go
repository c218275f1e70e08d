package main

import (
	"context"
	"os"

	"assent"
)

// where says which installation a verb works on.
type where struct {
	Config string `help:"Configuration file; without it assent.toml in this folder, then the environment." type:"path"`
}

// config reads the configuration that the flags name.
func (w where) config(getenv func(string) string) (Config, error) {
	path := w.Config
	if path == "" {
		if _, err := os.Stat("assent.toml"); err == nil {
			path = "assent.toml"
		} else if getenv("ASSENT_PUBLIC_URL") == "" {
			return Config{}, assent.Problemf("NO_CONFIG", "There is no assent.toml in this folder: name the configuration with --config, or make one with `assent init`.")
		}
	}
	return loadConfig(path, getenv)
}

// open opens the installation.
func (w where) open(ctx context.Context, con console) (*house, error) {
	cfg, err := w.config(con.getenv)
	if err != nil {
		return nil, err
	}
	return openHouse(ctx, cfg, con.getenv, realTime)
}
