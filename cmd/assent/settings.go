package main

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"assent"
)

// setting is one field of [Config], found by its tags; or the head of a section.
type setting struct {
	section, name, env, help string
	value                    reflect.Value
}

// settings lists the fields of a configuration in order, sections after plain settings.
func settings(c *Config) []setting { return settingsOf(reflect.ValueOf(c).Elem()) }

func settingsOf(v reflect.Value) []setting {
	var out []setting
	for i := range v.NumField() {
		f := v.Type().Field(i)
		tag := f.Tag
		if f.Type.Kind() == reflect.Struct {
			out = append(out, setting{section: tag.Get("toml"), help: tag.Get("help")})
			out = append(out, settingsOf(v.Field(i))...)
			continue
		}
		out = append(out, setting{name: tag.Get("toml"), env: tag.Get("env"), help: tag.Get("help"), value: v.Field(i)})
	}
	return out
}

// literal writes the value as TOML.
func (s setting) literal() string {
	switch s.value.Kind() {
	case reflect.String:
		return strconv.Quote(s.value.String())
	case reflect.Slice:
		var parts []string
		for i := range s.value.Len() {
			parts = append(parts, strconv.Quote(s.value.Index(i).String()))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return fmt.Sprint(s.value.Interface())
}

// comment turns a setting that says nothing into a comment.
func (s setting) comment() string {
	if s.value.IsZero() {
		return "# "
	}
	return ""
}

// set takes a value from the environment; lists are separated by commas.
func (s setting) set(text string) error {
	switch s.value.Kind() {
	case reflect.String:
		s.value.SetString(text)
	case reflect.Int:
		n, err := strconv.Atoi(text)
		if err != nil {
			return assent.Problemf("BAD_SETTING", "%s must be a number.", s.env)
		}
		s.value.SetInt(int64(n))
	case reflect.Bool:
		yes, err := strconv.ParseBool(text)
		if err != nil {
			return assent.Problemf("BAD_SETTING", "%s must be true or false.", s.env)
		}
		s.value.SetBool(yes)
	case reflect.Slice:
		s.value.Set(reflect.ValueOf(strings.Split(text, ",")))
	}
	return nil
}

// fromEnvironment overrides settings by environment variables and by files that they name.
func fromEnvironment(c *Config, getenv func(string) string) error {
	for _, s := range settings(c) {
		if s.section != "" {
			continue
		}
		text := getenv(s.env)
		if file := getenv(s.env + "_FILE"); file != "" {
			secret, err := readSecret(file)
			if err != nil {
				return assent.Problemf("NO_SECRET_FILE", "%s_FILE names a file that cannot be read.", s.env)
			}
			text = secret
		}
		if text == "" {
			continue
		}
		if err := s.set(text); err != nil {
			return err
		}
	}
	return nil
}
