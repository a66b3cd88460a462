package io.winnow.selection.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.selection.digest.CanonicalDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ListingTest {

  private static Listing<String> list(List<String> names) {
    return Listing.of(names, SizeLimits::textWeight, name -> new String[] {name});
  }

  private static String digest(Listing<String> listing) {
    CanonicalDigest digest = new CanonicalDigest("test");
    listing.digestTo(digest, "name", name -> new String[] {name});
    return digest.finish();
  }

  private static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "n%06d".formatted(i)).toList();
  }

  @Test
  void shouldListAllThatFitAndDigestNothingElse() {
    Listing<String> listing = list(names(3));

    assertThat(listing).isEqualTo(new Listing<>(names(3), null));
    assertThat(digest(listing))
        .isEqualTo(
            new CanonicalDigest("test")
                .line("name", "n000000")
                .line("name", "n000001")
                .line("name", "n000002")
                .finish());
  }

  @Test
  void shouldListTheFirstAndDigestTheOthersWhenTheyDoNotFit() {
    int fitting = SizeLimits.LIST_BYTES / 12;
    Listing<String> listing = list(names(fitting + 2));

    assertThat(listing.entries()).isEqualTo(names(fitting));
    CanonicalDigest others = new CanonicalDigest("winnow-omitted-1");
    names(fitting + 2).subList(fitting, fitting + 2).forEach(others::line);
    String digest = others.finish();
    assertThat(listing.omitted()).isEqualTo(new Omitted(2, digest));
    CanonicalDigest whole = new CanonicalDigest("test");
    names(fitting).forEach(name -> whole.line("name", name));
    whole.line("omitted", "name", "2", digest);
    assertThat(digest(listing)).isEqualTo(whole.finish());
  }

  @Test
  void shouldHaveAnotherDigestWhenWhatIsLeftOutIsAnother() {
    List<String> names = new ArrayList<>(names(SizeLimits.LIST_BYTES / 12 + 2));
    String digest = digest(list(names));
    names.set(names.size() - 1, "another");

    assertThat(digest(list(names))).isNotEqualTo(digest);
  }

  @Test
  void shouldLeaveOutASingleEntryThatIsTooLarge() {
    Listing<String> listing = list(List.of("x".repeat(SizeLimits.LIST_BYTES), "y"));

    assertThat(listing.entries()).isEmpty();
    assertThat(listing.omitted().entries()).isEqualTo(2);
  }
}
