// Package feedweb serves calendars and feeds, and the page on which a person
// issues and revokes the secret addresses that programs without a session use.
package feedweb
