package mail

import (
	"strconv"
	"strings"
)

// Letters of our own are printed by hand: templates took as long as all the rest of a letter. Whatever is not markup here goes through
// escape, so no word of a catalogue can become markup.

// html prints the sheet as a page.
func (s *sheet) html() string {
	accent := s.Brand.accent()
	p := make(paper, 0, 8<<10)
	p.put(`<!DOCTYPE html>
<html lang="`, escape(s.Language), `">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>`, escape(s.Subject), `</title>
<style>
@media (prefers-color-scheme: dark) {
  .desk { background: #14171a !important; }
  .sheet { background: #1d2226 !important; border-color: #343b41 !important; color: #e8ebed !important; }
  .below, .below a { color: #a9b2b9 !important; border-color: #343b41 !important; }
}
</style>
</head>
<body class="desk" style="margin:0;padding:0;background:#f4f5f3">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td class="desk" align="center" style="padding:32px 16px;background:#f4f5f3">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px"><tr>
<td class="sheet" style="padding:32px;background:#ffffff;border:1px solid #dfe3df;border-radius:10px;color:#1b2024;font:16px/1.6 -apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;text-align:left">
<p style="margin:0 0 24px;font-size:14px;font-weight:600">`, escape(s.Brand.Name), `</p>
<h1 style="margin:0 0 16px;font-size:24px;line-height:1.3;font-weight:650">`, escape(s.Title), `</h1>
<p style="margin:0 0 16px">`, escape(s.Hello), `</p>`)
	for _, b := range s.Blocks {
		p.block(b, accent)
	}
	p.put(`
<p style="margin:24px 0 0">`, escape(s.Sign), `</p>
<div class="below" style="margin:28px 0 0;padding:16px 0 0;border-top:1px solid #dfe3df;color:#5a646b;font-size:13px;line-height:1.5">`)
	for _, b := range s.Below {
		p.small(b)
	}
	p.put(`
</div>
</td></tr></table>
</td></tr></table>
</body>
</html>
`)
	return string(p)
}

// block prints one block above the line.
func (p *paper) block(b block, accent string) {
	switch {
	case b.List != nil:
		p.put(`
<ul style="margin:0 0 16px;padding:0 0 0 20px">`)
		for _, item := range b.List {
			p.put(`<li style="margin:0 0 4px">`, escape(item), `</li>`)
		}
		p.put(`</ul>`)
	case b.Button != nil:
		p.put(`
<p style="margin:24px 0"><a href="`, escape(b.Button.URL), `" style="display:inline-block;padding:13px 24px;border-radius:8px;background:`, accent, `;color:`, ink(accent), `;font-weight:600;text-decoration:none">`, escape(b.Button.Label), `</a></p>`)
	case b.Strong != "":
		p.put(`
<p style="margin:0 0 16px">`, escape(b.Text), `<strong style="font-size:18px;letter-spacing:2px;white-space:nowrap">`, escape(b.Strong), `</strong>`, escape(b.Rest), `</p>`)
	default:
		p.put(`
<p style="margin:0 0 16px">`, escape(b.Text), `</p>`)
	}
}

// small prints one block below the line.
func (p *paper) small(b block) {
	if b.Link != nil {
		p.put(`
<p style="margin:0 0 8px"><a href="`, escape(b.Link.URL), `" style="color:#5a646b">`, escape(b.Link.Label), `</a></p>`)
		return
	}
	p.put(`
<p style="margin:0 0 8px">`, escape(b.Text), `</p>`)
}

// escape writes a text so that it stands for itself in HTML, between tags and between quotes.
func escape(text string) string {
	if !strings.ContainsAny(text, "\x00\"&'+<>") {
		return text
	}
	return escapes.Replace(text)
}

var escapes = strings.NewReplacer("\x00", "\uFFFD", `"`, "&#34;", "&", "&amp;", "'", "&#39;", "+", "&#43;", "<", "&lt;", ">", "&gt;")

// plain prints the sheet as text; each address has a line of its own, where no punctuation can stick to it.
func (s *sheet) plain() string {
	p := make(paper, 0, 2<<10)
	p.put(s.Title, "\n\n", s.Hello, "\n")
	for _, b := range s.Blocks {
		p.put("\n")
		for _, item := range b.List {
			p.put("  - ", item, "\n")
		}
		switch {
		case b.Button != nil:
			p.put(b.Button.Label, "\n", b.Button.URL, "\n")
		case b.List == nil:
			p.put(b.Text, b.Strong, b.Rest, "\n")
		}
	}
	p.put("\n", s.Sign, "\n\n-- \n")
	for _, b := range s.Below {
		if b.Link != nil {
			p.put(b.Link.Label, "\n", b.Link.URL, "\n")
			continue
		}
		p.put(b.Text, "\n")
	}
	return string(p)
}

// accent is the colour of the button: the house's for a brand without one that can be read.
func (b Brand) accent() string {
	if _, ok := isColour(b.Accent); !ok {
		return houseAccent
	}
	return b.Accent
}

const houseAccent = "#1f6f5c"

// isColour reports whether a colour is written as "#rrggbb", and returns its value.
func isColour(s string) (rgb uint64, ok bool) {
	if len(s) != 7 || s[0] != '#' {
		return 0, false
	}
	rgb, err := strconv.ParseUint(s[1:], 16, 24)
	return rgb, err == nil
}

// ink returns black or white, whichever is easier to read on a background of colour "#rrggbb".
func ink(accent string) string {
	rgb, ok := isColour(accent)
	if r, g, b := rgb>>16, rgb>>8&0xff, rgb&0xff; ok && 299*r+587*g+114*b > 150_000 {
		return "#111111"
	}
	return "#ffffff"
}
