"""科技成果: what universities, institutes and firms offer, published after review."""
