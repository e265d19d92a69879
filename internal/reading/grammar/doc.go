// Package grammar knows how a Vietnamese sentence tells somebody to act: a body
// right behind an ordering verb ("giao Sở Nội vụ …"), a body as the subject of an
// action ("Sở Nội vụ rà soát …"), a bare action for whoever was named before.
// Places are bytes of the working text.
package grammar
