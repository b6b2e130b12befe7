"""Office files: tables read from Word and Excel, tables written as Excel and Word."""
