// Package sample is the organisation of the demo, and its people.
//
// The organisation (organisation.yaml) is a garden and home shop, Maison Verdier, with a
// school of crafts beside it: two brands, five purposes with dependencies, notices in seven
// languages, forms. Its people are made up; what they did is recorded through package
// intake with a simulated clock, so that their evidence is as real as anyone's and the
// whole store can be audited.
package sample
