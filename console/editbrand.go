package console

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"net/http"

	"assent"
	"assent/catalogue"
	"assent/look"
)

func brandGroups(_ *site, c *call, b *catalogue.Brand) []Group {
	logo := c.entry("logo", "")
	logo.Kind = "file"
	looks := []Field{c.entry("accent", b.Accent), logo}
	if b.Logo != "" {
		drop := c.entry("drop_logo", "")
		drop.Kind = "check"
		looks = append(looks, drop)
	}
	return []Group{
		{Name: "brand", Fields: []Field{c.entry("name", b.Name)}},
		{Name: "looks", Fields: looks},
		{Name: "sender", Fields: []Field{c.entry("sender_name", b.SenderName), c.entry("sender_email", b.SenderEmail), c.entry("postal_address", b.PostalAddress)}},
		{Name: "rights", Fields: []Field{c.entry("access_email", b.AccessEmail), c.entry("privacy_url", b.PrivacyURL)}},
	}
}

func readBrand(_ *site, c *call, before *catalogue.Brand) (*catalogue.Brand, error) {
	b := *before
	b.Name, b.SenderName, b.SenderEmail, b.PostalAddress = c.field("name"), c.field("sender_name"), c.field("sender_email"), c.field("postal_address")
	b.AccessEmail, b.PrivacyURL, b.Accent = c.field("access_email"), c.field("privacy_url"), c.field("accent")
	if _, ok := look.ParseColour(b.Accent); b.Accent != "" && !ok {
		return &b, assent.Problemf("NO_COLOUR", "A colour is written # and six digits of 0-9 and a-f, as in #1f6f5c.").In("accent")
	}
	if c.field("drop_logo") != "" {
		b.Logo = ""
	}
	logo, err := c.picture("logo")
	if logo != "" {
		b.Logo = logo
	}
	return &b, err
}

// largestLogo bounds what every page of the brand loads, in bytes.
const largestLogo = 64 << 10

// picture reads an uploaded picture as a data address (RFC 2397); empty if none was chosen.
func (c *call) picture(field string) (string, error) {
	file, _, err := c.r.FormFile(field)
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	defer file.Close()
	body, err := io.ReadAll(io.LimitReader(file, largestLogo+1))
	if err != nil {
		return "", err
	}
	kind := http.DetectContentType(body)
	if bytes.Contains(body[:min(len(body), 1024)], []byte("<svg")) {
		kind = "image/svg+xml"
	}
	known := map[string]bool{"image/svg+xml": true, "image/png": true, "image/jpeg": true, "image/webp": true}
	if !known[kind] || len(body) > largestLogo {
		return "", assent.Problemf("BAD_LOGO", "A logo is a picture of the kind SVG, PNG, JPEG or WebP of at most 64 KB.").In(field)
	}
	return "data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(body), nil
}

// Shade is the accent of a brand as pages show it, and how well it can be read (WCAG 2.2, 1.4.3).
type Shade struct {
	Paper    string // light, dark
	Colour   string
	Ink      string
	Contrast float64
	Moved    bool // it was made darker or lighter to be readable
}

// shades shows what becomes of an accent; nothing for none.
func shades(accent string) []Shade {
	c, ok := look.ParseColour(accent)
	if !ok {
		return nil
	}
	light, dark := c.Shades()
	onLight, onDark := c.OnPaper()
	return []Shade{
		{"light", light.String(), light.Ink().String(), onLight, light.String() != c.String()},
		{"dark", dark.String(), dark.Ink().String(), onDark, dark.String() != c.String()},
	}
}
