"""A team against a form: who is in it, what the law counts, what each rule finds."""
