// Package identity is who may do what: accounts, passwords (argon2id),
// sessions kept on the server, form tokens, API tokens, drafts of what was
// being typed, and the one policy table of roles and permissions.
//
// A role is held at an organisation and covers what stands below it. Disabling
// an account, changing its password or its roles holds from the next request:
// sessions are looked up each time, not remembered.
package identity
