"""企业技术需求: what firms look for, published after review."""
