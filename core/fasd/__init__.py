"""What is asked: the tables of fields, the codes, the checks. Plain Python."""
