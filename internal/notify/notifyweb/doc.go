// Package notifyweb shows what a person was told and how they want to be told,
// and, to the administrator, what goes out of the house.
package notifyweb
