package lib

# Whose demand a term of input.terms is, for messages: that of the agreement or, where it is silent or there is none, of the default terms.

asks_for(term) := "the agreement asks for" if term in input.terms.stated

else := "the default terms ask for"

allows(term) := "the agreement allows" if term in input.terms.stated

else := "the default terms allow"
