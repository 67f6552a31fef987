/** Element factories by the Debian 12 package that ships them, separated by blanks. */
export const PACKAGES: Readonly<Record<string, string>> = {
  'libgstreamer1.0-0':
    'capsfilter clocksync concat dataurisrc downloadbuffer fakesink fakesrc fdsink fdsrc filesink ' +
    'filesrc funnel identity input-selector multiqueue output-selector queue queue2 streamiddemux tee ' +
    'typefind valve',
  'gstreamer1.0-plugins-base':
    'adder application/dash+xml application/itc application/msword application/mxf application/octet- ' +
    'stream application/ogg application/pdf application/postscript application/sdp application/smil ' +
    'application/ttml+xml application/vnd.apple-fcp+xml application/vnd.apple-xmeml+xml ' +
    'application/vnd.ms-sstr+xml application/vnd.pixar.opentimelineio+json application/vnd.rn-realmedia ' +
    'application/x-3gp application/x-ape application/x-apetag application/x-ar application/x-bzip ' +
    'application/x-compress application/x-executable application/x-gzip application/x-hls ' +
    'application/x-id3v1 application/x-id3v2 application/x-mcc application/x-mmsh application/x-ms-dos- ' +
    'executable application/x-ogg-skeleton application/x-ogm-audio application/x-ogm-text ' +
    'application/x-ogm-video application/x-pn-realaudio application/x-rar application/x-scc ' +
    'application/x-shockwave-flash application/x-ssa application/x-subtitle-vtt application/x-tar ' +
    'application/x-yuv4mpeg application/xges application/xml application/zip appsink appsrc audio/aac ' +
    'audio/audible audio/iLBC-sh audio/midi audio/mobile-xmf audio/mpeg audio/qcelp audio/riff-midi ' +
    'audio/x-ac3 audio/x-aiff audio/x-amr-nb-sh audio/x-amr-wb-sh audio/x-au audio/x-ay audio/x-caf ' +
    'audio/x-celt audio/x-dts audio/x-flac audio/x-gbs audio/x-gsm audio/x-gym audio/x-imelody ' +
    'audio/x-ircam audio/x-kss audio/x-m4a audio/x-mod audio/x-musepack audio/x-nist audio/x-nsf ' +
    'audio/x-paris audio/x-rf64 audio/x-sap audio/x-sbc audio/x-sds audio/x-shorten audio/x-sid ' +
    'audio/x-spc audio/x-speex audio/x-svx audio/x-tap-dmp audio/x-tap-tap audio/x-ttafile audio/x-vgm ' +
    'audio/x-voc audio/x-vorbis audio/x-w64 audio/x-wav audio/x-wavpack audio/x-wavpack-correction ' +
    'audio/x-xi audioconvert audiointerleave audiomixer audiorate audioresample audiotestsrc ' +
    'cdparanoiasrc compositor decodebin decodebin3 encodebin encodebin2 giosink giosrc giostreamsink ' +
    'giostreamsrc image/bmp image/gif image/jp2 image/jpeg image/png image/svg+xml image/tiff ' +
    'image/vnd.adobe.photoshop image/vnd.wap.wbmp image/webp image/x-degas image/x-exr image/x-icon ' +
    'image/x-jng image/x-jpc image/x-portable-pixmap image/x-quicktime image/x-sun-raster image/x-xcf ' +
    'image/x-xpixmap liveadder multifdsink multipart/x-mixed-replace multisocketsink oggaviparse ' +
    'oggdemux oggmux oggparse ogmaudioparse ogmtextparse ogmvideoparse opusdec opusenc ' +
    'overlaycomposition parsebin playbin playbin3 playsink rawaudioparse rawvideoparse socketsrc ' +
    'ssaparse streamsynchronizer subparse subparse_typefind subtitle/x-kate subtitleoverlay ' +
    'tcpclientsink tcpclientsrc tcpserversink tcpserversrc text/html text/plain text/uri-list ' +
    'text/utf-16 text/utf-32 text/x-cmml theoradec theoraenc theoraparse unalignedaudioparse ' +
    'unalignedvideoparse uridecodebin uridecodebin3 urisourcebin video/mj2 video/mpeg-elementary ' +
    'video/mpeg-sys video/mpeg4 video/mpegts video/quicktime video/vivo video/x-cdxa video/x-dirac ' +
    'video/x-dv video/x-fli video/x-flv video/x-h263 video/x-h264 video/x-h265 video/x-ivf ' +
    'video/x-matroska video/x-mng video/x-ms-asf video/x-msvideo video/x-mve video/x-nuv video/x-pva ' +
    'video/x-theora video/x-vcd videoconvert videoconvertscale videorate videoscale videotestsrc volume ' +
    'vorbisdec vorbisenc vorbisparse vorbistag',
  'gstreamer1.0-plugins-good':
    '3gppmux aacparse aasink aatv ac3parse agingtv alawdec alawenc alpha alphacolor amrparse apedemux ' +
    'apev2mux aspectratiocrop asteriskh263 audioamplify audiochebband audiocheblimit audiodynamic ' +
    'audioecho audiofirfilter audioiirfilter audioinvert audiokaraoke audiopanorama audiowsincband ' +
    'audiowsinclimit auparse autoaudiosink autoaudiosrc autovideosink autovideosrc avidemux avimux ' +
    'avisubtitle breakmydata cacasink cacatv cairooverlay capssetter cpureport cutter dashdemux2 ' +
    'dcaparse deinterlace deinterleave dicetv dtmfsrc dv1394src dvdec dvdemux dynudpsink edgetv ' +
    'equalizer-10bands equalizer-3bands equalizer-nbands flacdec flacenc flacparse flactag flvdemux ' +
    'flvmux flxdec gamma gdkpixbufdec gdkpixbufoverlay gdkpixbufsink goom goom2k1 hdv1394src hlsdemux2 ' +
    'icydemux id3demux id3v2mux imagefreeze imagesequencesrc interleave ismlmux jackaudiosink ' +
    'jackaudiosrc jpegdec jpegenc lamemp3enc level matroskademux matroskamux matroskaparse mj2mux ' +
    'monoscope mp4mux mpegaudioparse mpg123audiodec mssdemux2 mulawdec mulawenc multifilesink ' +
    'multifilesrc multipartdemux multipartmux multiudpsink navigationtest navseek optv oss4sink oss4src ' +
    'osssink osssrc pngdec pngenc progressreport pulsesink pulsesrc pushfilesrc qtdemux qtmoovrecover ' +
    'qtmux quarktv radioactv revtv rganalysis rglimiter rgvolume rippletv rndbuffersize rtpL16depay ' +
    'rtpL16pay rtpL24depay rtpL24pay rtpL8depay rtpL8pay rtpac3depay rtpac3pay rtpamrdepay rtpamrpay ' +
    'rtpbin rtpbvdepay rtpbvpay rtpceltdepay rtpceltpay rtpdec rtpdtmfdepay rtpdtmfmux rtpdtmfsrc ' +
    'rtpdvdepay rtpdvpay rtpfunnel rtpg722depay rtpg722pay rtpg723depay rtpg723pay rtpg726depay ' +
    'rtpg726pay rtpg729depay rtpg729pay rtpgsmdepay rtpgsmpay rtpgstdepay rtpgstpay rtph261depay ' +
    'rtph261pay rtph263depay rtph263pay rtph263pdepay rtph263ppay rtph264depay rtph264pay rtph265depay ' +
    'rtph265pay rtphdrextclientaudiolevel rtphdrextcolorspace rtphdrextmid rtphdrextntp64 ' +
    'rtphdrextrepairedstreamid rtphdrextstreamid rtphdrexttwcc rtpilbcdepay rtpilbcpay rtpisacdepay ' +
    'rtpisacpay rtpj2kdepay rtpj2kpay rtpjitterbuffer rtpjpegdepay rtpjpegpay rtpklvdepay rtpklvpay ' +
    'rtpldacpay rtpmp1sdepay rtpmp2tdepay rtpmp2tpay rtpmp4adepay rtpmp4apay rtpmp4gdepay rtpmp4gpay ' +
    'rtpmp4vdepay rtpmp4vpay rtpmpadepay rtpmpapay rtpmparobustdepay rtpmpvdepay rtpmpvpay rtpmux ' +
    'rtpopusdepay rtpopuspay rtppcmadepay rtppcmapay rtppcmudepay rtppcmupay rtpptdemux rtpqcelpdepay ' +
    'rtpreddec rtpredenc rtprtxqueue rtprtxreceive rtprtxsend rtpsbcdepay rtpsbcpay rtpsession ' +
    'rtpsirendepay rtpsirenpay rtpspeexdepay rtpspeexpay rtpssrcdemux rtpst2022-1-fecdec ' +
    'rtpst2022-1-fecenc rtpstorage rtpstreamdepay rtpstreampay rtpsv3vdepay rtptheoradepay rtptheorapay ' +
    'rtpulpfecdec rtpulpfecenc rtpvorbisdepay rtpvorbispay rtpvp8depay rtpvp8pay rtpvp9depay rtpvp9pay ' +
    'rtpvrawdepay rtpvrawpay rtpxqtdepay rtspsrc sbcparse scaletempo shagadelictv shapewipe shout2send ' +
    'smpte smptealpha souphttpclientsink souphttpsrc spectrum speexdec speexenc splitfilesrc ' +
    'splitmuxsink splitmuxsrc stereo streaktv taginject testsink twolamemp2enc udpsink udpsrc v4l2radio ' +
    'v4l2sink v4l2src vertigotv videobalance videobox videocrop videoflip videomedian videomixer vp8dec ' +
    'vp8enc vp9dec vp9enc warptv wavenc wavpackdec wavpackenc wavpackparse wavparse webmmux ximagesrc ' +
    'xingmux y4menc',
  'gstreamer1.0-plugins-bad':
    'a2dpsink accurip adpcmdec adpcmenc aesdec aesenc aiffmux aiffparse alphacombine asfmux asfparse ' +
    'assrender atscmux audiobuffersplit audiochannelmix audiolatency audiomixmatrix audioparse ' +
    'audiosegmentclip autoconvert autovideoconvert av1dec av1enc av1parse avdtpsink avdtpsrc avwait ' +
    'bayer2rgb bpmdetect bs2b bulge burn bz2dec bz2enc camerabin cc708overlay cccombiner ccconverter ' +
    'ccextractor checksumsink chopmydata chromahold chromaprint chromium circle clockselect ' +
    'codecalphademux coloreffects combdetect compare curlfilesink curlftpsink curlhttpsink curlhttpsrc ' +
    'curlsftpsink curlsmtpsink dashdemux dashsink dc1394src debugqroverlay debugspy decklinkaudiosink ' +
    'decklinkaudiosrc decklinkvideosink decklinkvideosrc dfbvideosink diffuse dilate diracparse dodge ' +
    'dtlsdec dtlsenc dtlssrtpdec dtlssrtpdemux dtlssrtpenc dtmfdetect dtsdec dvbbasebin dvbsrc ' +
    'dvbsubenc dvbsuboverlay dvdspu errorignore exclusion faad faceoverlay fakeaudiosink fakevideosink ' +
    'fbdevsink festival fieldanalysis fisheye flitetestsrc fluiddec fpsdisplaysink freeverb ' +
    'gaussianblur gdpdepay gdppay gmedec gsmdec gsmenc gtkwaylandsink h263parse h264parse ' +
    'h264timestamper h265parse h265timestamper hlsdemux hlssink hlssink2 id3mux interaudiosink ' +
    'interaudiosrc interlace intersubsink intersubsrc intervideosink intervideosrc ipcpipelinesink ' +
    'ipcpipelinesrc ipcslavepipeline irtspparse ivfparse ivtc jifmux jp2kdecimator jpeg2000parse ' +
    'jpegparse kaleidoscope katedec kateenc kateparse katetag kmssink lcms ldacenc libde265dec ' +
    'line21decoder line21encoder marble midiparse mirror modplug mpeg2enc mpeg4videoparse mpegpsdemux ' +
    'mpegpsmux mpegtsmux mpegvideoparse mplex mssdemux musepackdec mxfdemux mxfmux neonhttpsrc netsim ' +
    'openalsink openalsrc openaptxdec openaptxenc openexrdec openh264dec openh264enc openjpegdec ' +
    'openjpegenc openmptdec openni2src opusparse pcapparse perspective pinch pitch pngparse pnmdec ' +
    'pnmenc proxysink proxysrc qroverlay removesilence rfbsrc rgb2bayer ristrtpdeext ristrtpext ' +
    'ristrtxreceive ristrtxsend ristsink ristsrc rotate roundrobin rsndvdbin rsvgdec rsvgoverlay ' +
    'rtmp2sink rtmp2src rtmpsink rtmpsrc rtpasfpay rtponvifparse rtponviftimestamp rtpsink rtpsrc ' +
    'sbcdec sbcenc scenechange sctpdec sctpenc sdpdemux sdpsrc sfdec shmsink shmsrc simplevideomark ' +
    'simplevideomarkdetect sirendec sirenenc smooth solarize spacescope spanplc spectrascope speed ' +
    'sphere square srtclientsink srtclientsrc srtenc srtpdec srtpenc srtserversink srtserversrc srtsink ' +
    'srtsrc stretch switchbin synaescope teletextdec testsrcbin timecodestamper tonegeneratesrc ' +
    'transcodebin tsdemux tsparse ttmlparse ttmlrender tunnel twirl uritranscodebin uvch264mjpgdemux ' +
    'uvch264src vc1parse videoanalyse videocodectestsink videodiff videoframe-audiolevel videoparse ' +
    'videosegmentclip viewfinderbin vmncdec voaacenc voamrwbenc vp8alphadecodebin vp9alphadecodebin ' +
    'vp9parse vulkancolorconvert vulkandownload vulkanimageidentity vulkanoverlaycompositor ' +
    'vulkanshaderspv vulkansink vulkanupload vulkanviewconvert watchdog waterripple wavescope ' +
    'waylandsink webpdec webpenc webrtcbin webrtcdsp webrtcechoprobe webvttenc wildmididec ' +
    'wrappercamerabinsrc x265enc y4mdec zbar zebrastripe zxing',
  'gstreamer1.0-plugins-ugly':
    'a52dec amrnbdec amrnbenc amrwbdec asfdemux cdiocddasrc dvdlpcmdec dvdreadsrc dvdsubdec dvdsubparse ' +
    'mpeg2dec pnmsrc rademux rdtdepay rdtmanager rmdemux rtpasfdepay rtspreal rtspwms siddec x264enc',
  'gstreamer1.0-alsa': 'alsamidisrc alsasink alsasrc',
  'gstreamer1.0-x': 'clockoverlay textoverlay textrender timeoverlay ximagesink xvimagesink',
};

/** Families of factories too large to list, and packages that are rarely installed. */
export const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/^av(enc|dec|mux|demux|deinterlace|videocompare)/, 'gstreamer1.0-libav'],
  [/^vaapi/, 'gstreamer1.0-vaapi'],
  [/^pipewire/, 'gstreamer1.0-pipewire'],
  // Registered only where there is the hardware.
  [/^(va|nv|qsv)(h26[45]|av1|vp9)/, 'gstreamer1.0-plugins-bad'],
  [/^v4l2(h26[45]|vp[89])/, 'gstreamer1.0-plugins-good'],
  [/^gtk/, 'gstreamer1.0-gtk3'],
  [/^gl/, 'gstreamer1.0-gl'],
  [/^nice/, 'gstreamer1.0-nice'],
  [/^qml/, 'gstreamer1.0-qt5'],
];
