"""Jobs: experiments that clients have asked for, each a folder, done by processes of their own."""
