"""What a run has for a store, delivered in order however long the store is away."""
