package io.sekisho.control;

/// A page was asked for that follows none: its text is not what a page in this order said is next.
public final class UnknownPage extends RuntimeException {
  private static final long serialVersionUID = 1;

  public UnknownPage() {
    super("This is not what a page said comes next; begin again without it.");
  }
}
