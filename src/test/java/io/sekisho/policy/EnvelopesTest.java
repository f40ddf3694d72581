package io.sekisho.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.snapshot.Contents;
import io.sekisho.vpc.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnvelopesTest {
  @Test
  void haveAllSubnetsOfTheVpcAndWhatIsIn() {
    Contents contents = Samples.contents(Samples.minimalInstance());
    Envelope envelope =
        Envelopes.of(
            contents,
            new Inhabitants(
                List.of(Samples.minimal()), List.of(Samples.subnet(), Samples.storageSubnet())));

    assertThat(envelope.segments())
        .extracting(Segment::id)
        .containsExactlyInAnyOrder(Samples.subnet().id(), Samples.storageSubnet().id());
    assertThat(envelope.segments())
        .flatExtracting(Segment::blocks)
        .contains(Samples.subnet().ipv4CidrBlock(), Samples.storageSubnet().ipv4CidrBlock());
    assertThat(envelope.segments())
        .flatExtracting(it -> it.gateway().stream().toList())
        .contains(Samples.subnet().gateway());
    assertThat(envelope.places())
        .extracting(Place::mark)
        .containsExactlyElementsOf(
            Samples.minimalInstance().interfaces().stream().map(it -> it.mark()).toList());
  }
}
