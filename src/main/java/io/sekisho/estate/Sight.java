package io.sekisho.estate;

import io.sekisho.snapshot.Contents;
import io.sekisho.vpc.Resource;
import java.util.Optional;

/// What one account has, only to be looked at.
final class Sight extends Holdings {
  private final Contents contents;

  Sight(Contents contents, Permits permits, Actor actor) {
    super(permits, actor);
    this.contents = contents;
  }

  @Override
  Contents contents() {
    return contents;
  }

  /// What has this id, wherever it is.
  Optional<Resource> anything(String id) {
    return found(Resource.class, id).map(Placed::value);
  }
}
