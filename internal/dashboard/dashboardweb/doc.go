// Package dashboardweb is the chairman's page and the record of acts.
package dashboardweb
