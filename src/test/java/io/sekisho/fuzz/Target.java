package io.sekisho.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sekisho.credential.SigningRequestFuzz;
import io.sekisho.credential.TokenFuzz;
import io.sekisho.guest.BodyFuzz;
import io.sekisho.guest.ServiceFuzz;
import io.sekisho.helper.FramesFuzz;
import io.sekisho.message.Corpus;
import io.sekisho.message.RequestFuzz;
import io.sekisho.metadata.QueryFuzz;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Everything that reads bytes which a guest, or a broken-into service, chose. Each has seeds, with
/// what has to become of them; an input that once broke something is kept as one more.
record Target(Class<?> type, Judge judge, List<String> resources) {
  static final List<Target> ALL =
      List.of(
          of(RequestFuzz.class, RequestFuzz::verdict, "/message/requests.txt", "/fuzz/request.txt"),
          of(ServiceFuzz.class, ServiceFuzz::verdict, "/fuzz/service.txt"),
          of(QueryFuzz.class, QueryFuzz::verdict, "/fuzz/query.txt"),
          of(BodyFuzz.class, BodyFuzz::verdict, "/fuzz/body.txt"),
          of(TokenFuzz.class, TokenFuzz::verdict, "/fuzz/token.txt"),
          of(SigningRequestFuzz.class, SigningRequestFuzz::verdict, "/fuzz/signing_request.txt"),
          of(FramesFuzz.class, FramesFuzz::verdict, "/fuzz/frames.txt"));

  /// Says what becomes of an input, and throws if that breaks a property.
  @FunctionalInterface
  interface Judge {
    String verdict(byte[] input) throws Exception;
  }

  private static Target of(Class<?> type, Judge judge, String... resources) {
    return new Target(type, judge, List.of(resources));
  }

  String verdict(byte[] input) throws Exception {
    return judge.verdict(input);
  }

  List<Corpus.Case> seeds() throws IOException {
    List<Corpus.Case> all = new ArrayList<>();
    for (String resource : resources) {
      all.addAll(Corpus.cases(resource));
    }
    return all;
  }

  @Override
  public String toString() {
    return type.getSimpleName();
  }

  /// `seeds FOLDER` lays out the seeds of all targets for the fuzzer, one file each in a folder for
  /// each target's class; `replay FOLDER` judges all inputs that such folders hold.
  public static void main(String[] arguments) throws Exception {
    for (Target target : ALL) {
      Path folder = Files.createDirectories(Path.of(arguments[1], target.type.getName()));
      if (arguments[0].equals("seeds")) {
        target.layOut(folder);
      } else {
        target.replay(folder);
      }
    }
  }

  private void layOut(Path folder) throws IOException {
    int number = 0;
    for (Corpus.Case seed : seeds()) {
      Files.write(folder.resolve("seed-" + number++), seed.bytes().getBytes(ISO_8859_1));
    }
  }

  private void replay(Path folder) throws Exception {
    try (DirectoryStream<Path> inputs = Files.newDirectoryStream(folder)) {
      for (Path input : inputs) {
        verdict(Files.readAllBytes(input));
      }
    }
  }
}
