// Package webtest looks at pages in a real browser, as people and as machines do.
//
// [Browser] starts a Chromium with a profile of its own, and [Tab] opens another tab of it, so that many
// pages are looked at by one browser. [Axe] runs axe-core on a page: it finds what keeps people
// out who see little, hear the page instead of seeing it, or use keys alone (WCAG 2.2, levels A and
// AA, and good practice). [Look] says how wide the window is and whether it is dark.
//
// Tests of any pages use it, those of the public face and those of the console; it is not part of the binary.
package webtest
