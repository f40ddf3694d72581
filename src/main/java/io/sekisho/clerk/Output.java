package io.sekisho.clerk;

import io.sekisho.cli.Format;
import io.sekisho.cli.Printer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/// How things are printed, and of which account: options that several commands have.
final class Output {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; table unless given.")
  private Form form = Form.TABLE;

  @Option(
      names = "--account",
      paramLabel = "NAME",
      description = "In which account an operator asks; else the context's.")
  private Optional<String> account = Optional.empty();

  /// A way to print.
  enum Form {
    TABLE,
    WIDE,
    JSON,
    YAML,
    /// The kind and the name alone, such as `user/ada@acme.example`.
    NAME;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Form form() {
    return form;
  }

  Optional<String> account() {
    return account;
  }

  /// Things of one kind.
  ///
  /// @param alone whether it is one that was asked for by name
  void print(Printer printer, Thing thing, List<Registry.Entry> all, boolean alone) {
    show(
        printer,
        wide -> printer.table(Sheet.table(thing, all, wide)),
        () -> documents(all, alone),
        all.stream().map(each -> thing.word() + "/" + each.title()).toList());
  }

  /// Anything, in the form that is asked for.
  ///
  /// @param asText shows it to people; told whether there is room for all of it
  /// @param document all of it, for programs
  /// @param names what is said of it where names are asked for, a line each
  void show(
      Printer printer, Consumer<Boolean> asText, Supplier<Object> document, List<String> names) {
    switch (form) {
      case TABLE, WIDE -> asText.accept(form == Form.WIDE);
      case JSON -> printer.document(Format.JSON, document.get());
      case YAML -> printer.document(Format.YAML, document.get());
      case NAME -> names.forEach(printer::say);
    }
  }

  private static Object documents(List<Registry.Entry> all, boolean alone) {
    return alone ? all.getFirst().document() : all.stream().map(Registry.Entry::document).toList();
  }

  /// Something that was made or changed: a sentence, or all of it if a format is asked for.
  void done(Printer printer, String verb, Registry.Entry entry) {
    switch (form) {
      case TABLE, WIDE ->
          printer.say(
              "%s %s %s%s."
                  .formatted(
                      verb,
                      entry.thing().word(),
                      entry.title(),
                      entry.title().equals(entry.id()) ? "" : " (" + entry.id() + ")"));
      case JSON, YAML, NAME -> print(printer, entry.thing(), List.of(entry), true);
    }
  }
}
