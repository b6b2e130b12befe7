"""Reading for reports: taking a picture, finding reports, the paper of a report."""
