"""What people type: figures of a form, and a figure proposed beside another."""
