package main

// word is a flag with a text as its value; kind is what help calls the value.
type word struct {
	kind  string
	value *string
}

func (w word) String() string {
	if w.value == nil { // as pflag asks of the zero value
		return ""
	}
	return *w.value
}

func (w word) Type() string { return w.kind }

func (w word) Set(text string) error {
	*w.value = text
	return nil
}

// words is a flag that may be given several times.
type words struct {
	kind   string
	values *[]string
}

func (w words) String() string { return "" }

func (w words) Type() string { return w.kind }

func (w words) Set(text string) error {
	*w.values = append(*w.values, text)
	return nil
}
