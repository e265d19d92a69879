// Package extensionweb is the pages of the extensions: the form that asks for a
// later day, the list, and one case with the press that decides it. The form
// shows what a day would do to both dates before it is sent.
package extensionweb
