// Package outward is the only way from this program to an HTTP server of
// somebody else: webhooks and the SMS or chat gateway. What an administrator
// types as an address must never let the program speak to a machine inside the
// network (SECURITY A17, ASVS V1.3.6). Therefore: https only; hosts of the
// allow-list only, port 443 unless the list names another; no user part; the
// address is checked after the name was resolved, and the connection goes to
// the checked address and to no other; no redirect is followed; no proxy is
// used; ten seconds and 64 KiB for an answer.
package outward
