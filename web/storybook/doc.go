// Package storybook draws every page in every state it can be in, in every language, without a database.
//
// A page is one struct and one template (package web), so all it can ever show can be written down: an empty
// form, the same with six mistakes, a link that has run out, a person who has stopped everything. That list
// is the tables in this package, one line per state. The people are made up; the organisation, its purposes
// and their wording are those of package sample.
//
// The book is what the pages are judged by: tests draw each state in each language and look for holes, open it
// in a real browser, measure it at widths from a small phone to a wide screen, and let axe-core look for
// what keeps people out (WCAG 2.2). A designer or a translator reads it with `assent storybook`.
//
// To add a state, add a line to the table of its subject. A template or a page that has no state fails a test.
package storybook
