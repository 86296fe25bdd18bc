"""The pages of a catalogue, written once; a programme puts its own door before each."""
