package io.sekisho.kernel;

import java.util.List;
import java.util.Optional;

/// Makes nftables transactions in the namespace of the calling thread: through the library where
/// there is one, else by starting `nft`.
record Nft(Commands commands, Optional<NftLibrary> library) {
  Nft(Commands commands) {
    this(commands, NftLibrary.installed());
  }

  /// @throws Commands.Failed with what is wrong with it; nothing of it was done then
  void run(String transaction) {
    if (library.isEmpty()) {
      commands.feed(transaction, "nft", "-f", "-");
      return;
    }
    Optional<String> wrong = library.get().run(transaction);
    if (wrong.isPresent()) {
      throw new Commands.Failed(List.of("nft"), wrong.get());
    }
  }

  /// Lets go of every namespace: one that is still held outlives its removal.
  void letGo() {
    library.ifPresent(NftLibrary::letGo);
  }
}
