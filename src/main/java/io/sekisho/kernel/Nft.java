package io.sekisho.kernel;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/// Makes nftables transactions in one namespace: through the library where there is one, else by
/// starting `nft`. Made and used by threads within the namespace.
final class Nft implements AutoCloseable {
  private final Commands commands;
  private final Optional<NftLibrary> library;
  private final Optional<MemorySegment> context;

  Nft(Commands commands, Optional<NftLibrary> library) {
    this.commands = commands;
    this.library = library;
    this.context = library.map(NftLibrary::open);
  }

  /// @throws Commands.Failed with what is wrong with it; nothing of it was done then
  void run(String transaction) {
    if (library.isEmpty() || context.isEmpty()) {
      commands.feed(transaction, "nft", "-f", "-");
      return;
    }
    library
        .get()
        .run(context.get(), transaction)
        .ifPresent(
            wrong -> {
              throw new Commands.Failed(List.of("nft"), wrong);
            });
  }

  @Override
  public void close() {
    library.ifPresent(it -> context.ifPresent(it::close));
  }
}
