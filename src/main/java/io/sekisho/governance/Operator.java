package io.sekisho.governance;

import io.sekisho.governance.Property.Form;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How a property is compared.
public enum Operator {
  IS_TRUE(Form.FLAG, false, "has to be true"),
  IS_FALSE(Form.FLAG, false, "has to be false"),
  IS_EMPTY(Form.TEXT, false, "has to be absent"),
  IS_NOT_EMPTY(Form.TEXT, false, "has to be there"),
  STRING_EQUALS(Form.TEXT, true, "has to be"),
  STRING_NOT_EQUALS(Form.TEXT, true, "must not be"),
  STRINGS_IN_LIST(Form.TEXT, true, "has to be one of"),
  NUM_EQUALS(Form.NUMBER, true, "has to be"),
  NUM_NOT_EQUALS(Form.NUMBER, true, "must not be"),
  NUM_LESS_THAN(Form.NUMBER, true, "has to be less than"),
  NUM_LESS_THAN_EQUALS(Form.NUMBER, true, "has to be at most"),
  NUM_GREATER_THAN(Form.NUMBER, true, "has to be more than"),
  NUM_GREATER_THAN_EQUALS(Form.NUMBER, true, "has to be at least");

  private final Form form;
  private final boolean compares;
  private final String words;

  Operator(Form form, boolean compares, String words) {
    this.form = form;
    this.compares = compares;
    this.words = words;
  }

  /// What it can be asked of.
  public Form form() {
    return form;
  }

  /// Whether it takes a value.
  public boolean compares() {
    return compares;
  }

  /// In a sentence, between the property and the value.
  public String words() {
    return words;
  }

  /// Such as `is_false`.
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Operator> named(String wireName) {
    return Arrays.stream(values()).filter(it -> it.wireName().equals(wireName)).findFirst();
  }
}
