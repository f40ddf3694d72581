package io.sekisho.iam;

/// An account's id: 32 lower-case hexadecimal digits, as in IBM Cloud.
public record AccountId(String value) {
  /// Of what is in no account: it belongs to whoever runs this installation.
  public static final AccountId HOUSE = new AccountId("0".repeat(32));

  public AccountId {
    if (!value.matches("[0-9a-f]{32}")) {
      throw new IllegalArgumentException("an account id has 32 lower-case hexadecimal digits");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
