/**
 * Modules whose package has another name, with every package that brings them. A module that is not here is taken to have
 * the name of its package. The longest name that fits wins: `google.cloud.storage` before `google`.
 */
const NAMES = `
  agents openai-agents
  airtable airtable-python-wrapper
  atlassian atlassian-python-api
  attr attrs
  autogen pyautogen ag2 autogen
  autogen_agentchat autogen-agentchat
  autogen_core autogen-core
  autogen_ext autogen-ext
  azure.ai.inference azure-ai-inference
  azure.core azure-core
  azure.identity azure-identity
  azure.keyvault.secrets azure-keyvault-secrets
  azure.storage.blob azure-storage-blob
  backports.zoneinfo backports-zoneinfo
  barcode python-barcode
  binance python-binance
  Bio biopython
  bs4 beautifulsoup4
  bson pymongo bson
  cairo pycairo
  composio composio composio-core
  consul python-consul
  crontab python-crontab
  Crypto pycryptodome
  Cryptodome pycryptodomex
  cv2 opencv-python opencv-python-headless opencv-contrib-python opencv-contrib-python-headless
  daemon python-daemon
  dateutil python-dateutil
  ddgs ddgs
  deepl deepl
  discord discord-py py-cord
  distutils setuptools
  dns dnspython
  docx python-docx
  docx2txt docx2txt
  dotenv python-dotenv
  dspy dspy dspy-ai
  duckduckgo_search duckduckgo-search
  engineio python-engineio
  faiss faiss-cpu faiss-gpu
  fitz pymupdf
  flask_cors flask-cors
  frontmatter python-frontmatter
  gi pygobject
  git gitpython
  github pygithub
  gitlab python-gitlab
  gnupg python-gnupg
  google.adk google-adk
  google.api_core google-api-core
  google.auth google-auth
  google.cloud.aiplatform google-cloud-aiplatform
  google.cloud.bigquery google-cloud-bigquery
  google.cloud.firestore google-cloud-firestore
  google.cloud.logging google-cloud-logging
  google.cloud.pubsub google-cloud-pubsub
  google.cloud.pubsub_v1 google-cloud-pubsub
  google.cloud.secretmanager google-cloud-secret-manager
  google.cloud.storage google-cloud-storage
  google.genai google-genai
  google.generativeai google-generativeai
  google.oauth2 google-auth
  google.protobuf protobuf
  google.rpc googleapis-common-protos
  google_auth_oauthlib google-auth-oauthlib
  googleapiclient google-api-python-client
  googlesearch googlesearch-python
  gql gql
  graphql graphql-core
  gridfs pymongo
  grpc grpcio
  haystack haystack-ai farm-haystack
  hcl2 python-hcl2
  ibm_db ibm-db
  jose python-jose
  jsonrpc json-rpc
  jwt pyjwt
  kafka kafka-python kafka-python-ng
  keystoneclient python-keystoneclient
  langchain_community langchain-community
  langgraph_sdk langgraph-sdk
  ldap python-ldap
  Levenshtein levenshtein python-levenshtein
  llama_cpp llama-cpp-python
  llama_index llama-index llama-index-core
  magic python-magic python-magic-bin
  markdown markdown
  markdown2 markdown2
  mcp mcp
  mem0 mem0ai
  memcache python-memcached
  mpl_toolkits matplotlib
  msgraph msgraph-sdk
  multipart python-multipart
  mysql mysql-connector-python
  MySQLdb mysqlclient
  nacl pynacl
  newspaper newspaper3k newspaper4k
  nio matrix-nio
  nmap python-nmap
  OpenGL pyopengl
  OpenSSL pyopenssl
  opentelemetry opentelemetry-api
  opentelemetry.sdk opentelemetry-sdk
  osgeo gdal
  phi phidata
  phoenix arize-phoenix
  PIL pillow pillow-simd
  pinecone pinecone pinecone-client
  pkg_resources setuptools
  playwright playwright
  pptx python-pptx
  psycopg psycopg psycopg-binary
  psycopg2 psycopg2 psycopg2-binary
  pyairtable pyairtable
  pycountry pycountry
  pydantic_ai pydantic-ai pydantic-ai-slim
  pydantic_settings pydantic-settings
  pylab matplotlib
  pymongo pymongo
  PyPDF2 pypdf2
  PyQt5 pyqt5
  PyQt6 pyqt6
  pyrogram pyrogram
  pyspark pyspark
  python_multipart python-multipart
  pythoncom pywin32
  pythonjsonlogger python-json-logger
  pywintypes pywin32
  rest_framework djangorestframework
  ruamel ruamel-yaml
  saml2 pysaml2
  sentry_sdk sentry-sdk
  serial pyserial
  serpapi google-search-results serpapi
  setuptools setuptools
  skimage scikit-image
  sklearn scikit-learn
  slack slackclient
  slack_bolt slack-bolt
  slack_sdk slack-sdk
  slugify python-slugify
  snappy python-snappy
  snowflake.connector snowflake-connector-python
  socketio python-socketio
  speech_recognition speechrecognition
  sqlalchemy sqlalchemy
  starlette starlette
  stdnum python-stdnum
  strands strands-agents
  tavily tavily-python
  telebot pytelegrambotapi
  telegram python-telegram-bot
  tensorflow tensorflow tensorflow-cpu tensorflow-gpu tensorflow-macos
  tlsh python-tlsh
  twilio twilio
  umap umap-learn
  usb pyusb
  vertexai google-cloud-aiplatform
  vlc python-vlc
  weaviate weaviate-client
  websocket websocket-client
  whisper openai-whisper
  whois python-whois
  win32api pywin32
  win32com pywin32
  win32con pywin32
  win32event pywin32
  win32gui pywin32
  win32service pywin32
  wx wxpython
  xdg pyxdg
  Xlib python-xlib
  xmlsec python3-xmlsec xmlsec
  yaml pyyaml
  youtube_transcript_api youtube-transcript-api
  zmq pyzmq
  zoneinfo tzdata
`;

export const PACKAGES_OF_MODULE: ReadonlyMap<string, readonly string[]> = new Map(
  NAMES.trim()
    .split("\n")
    .map((line): [string, string[]] => {
      const [module = "", ...packages] = line.trim().split(/\s+/);
      return [module, packages];
    }),
);
