package posix.sockets.bench.report;

import java.awt.Color;
import java.util.LinkedHashMap;
import java.util.Map;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A contender has the same colour in all plots: ones that colour-blind readers can tell, on white
 * and on black. C is grey, ours are blue and green, others are warm.
 */
final class Palette {
  /** How one is drawn; the marker tells those apart whose colours somebody cannot. */
  record Look(Color color, Marker marker, String sign) {
    String css() {
      return String.format("#%06X", color.getRGB() & 0xFFFFFF);
    }
  }

  private static final Look UNKNOWN = new Look(new Color(0x9A8C98), SeriesMarkers.PLUS, "+");
  private static final Map<String, Look> LOOKS = new LinkedHashMap<>();

  static {
    LOOKS.put("c", new Look(new Color(0x848484), SeriesMarkers.SQUARE, "■"));
    LOOKS.put("bindings", new Look(new Color(0x44AA99), SeriesMarkers.TRIANGLE_UP, "▲"));
    LOOKS.put("libc", new Look(new Color(0x2E8B7A), SeriesMarkers.TRIANGLE_DOWN, "▼"));
    LOOKS.put("raw", new Look(new Color(0x009E73), SeriesMarkers.DIAMOND, "◆"));
    LOOKS.put("typed", new Look(new Color(0x1177DD), SeriesMarkers.CIRCLE, "●"));
    LOOKS.put("typed-bytes", new Look(new Color(0x56B4E9), SeriesMarkers.CIRCLE, "●"));
    LOOKS.put("java.net", new Look(new Color(0xD55E00), SeriesMarkers.DIAMOND, "◆"));
    LOOKS.put("nio", new Look(new Color(0xE69F00), SeriesMarkers.TRIANGLE_UP, "▲"));
    LOOKS.put("nio-heap", new Look(new Color(0xB59410), SeriesMarkers.TRIANGLE_DOWN, "▼"));
    LOOKS.put("netty", new Look(new Color(0xCC66A7), SeriesMarkers.SQUARE, "■"));
    LOOKS.put("junixsocket", new Look(new Color(0xA0623D), SeriesMarkers.CROSS, "✕"));
  }

  private Palette() {}

  /** By the name of a contender. */
  static Look of(String who) {
    return LOOKS.getOrDefault(who, UNKNOWN);
  }
}
